import { readFile } from 'node:fs/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CertificateSource } from '../config';

const timeoutMs = 5_000;
const longest = 64 * 1024;

/** The text behind a source. Throws `ServiceUnavailableError` that says what to look at. */
export async function readPem(source: CertificateSource): Promise<string> {
  switch (source.type) {
    case 'pem':
      return source.pem;
    case 'file':
      return readFromFile(source.path);
    case 'url':
      return readFromUrl(source.url);
    default:
      return source satisfies never;
  }
}

async function readFromFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ServiceUnavailableError(
      `The sealing certificate's file ${path} cannot be read: check gitops.sealedSecrets.certificates`,
      error,
    );
  }
}

async function readFromUrl(url: string): Promise<string> {
  const { host } = new URL(url);
  const advice =
    'check that the sealed-secrets controller runs and that this backend reaches it, or configure its certificate as file or pem';
  let answer: { readonly ok: boolean; readonly status: number };
  let text: string;
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    answer = response;
    text = await response.text();
  } catch (error) {
    throw new ServiceUnavailableError(
      `The sealing certificate cannot be fetched from ${host}: ${advice}`,
      error,
    );
  }
  if (!answer.ok || text.length > longest) {
    throw new ServiceUnavailableError(
      `The sealing certificate cannot be fetched from ${host}, which answered ${answer.status}: ${advice}`,
    );
  }
  return text;
}
