import { createHash } from 'node:crypto';
import { goJson } from '../../contentHash';
import { toJson, toValue, type TemplateFunction } from '../value';
import { textOf } from './convert';

const hash =
  (algorithm: string): TemplateFunction =>
  text =>
    createHash(algorithm).update(textOf(text)).digest('hex');

const json: TemplateFunction = value => goJson(toJson(value));
const fromJson: TemplateFunction = text => toValue(JSON.parse(textOf(text)));

/** Sprig's encodings and checksums. */
export const encodings: Readonly<Record<string, TemplateFunction>> = {
  b64enc: text => Buffer.from(textOf(text)).toString('base64'),
  b64dec: text => Buffer.from(textOf(text), 'base64').toString(),
  sha1sum: hash('sha1'),
  sha256sum: hash('sha256'),
  sha512sum: hash('sha512'),
  toJson: json,
  mustToJson: json,
  toRawJson: value => JSON.stringify(toJson(value)),
  toPrettyJson: value => JSON.stringify(toJson(value), null, 2),
  fromJson,
  mustFromJson: fromJson,
};
