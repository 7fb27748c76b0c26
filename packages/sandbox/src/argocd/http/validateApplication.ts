import { RenderError } from '../../render';
import { ArgocdError } from '../ArgocdError';
import type { ManifestSource } from '../ManifestSource';
import { sourcesOf, type ApplicationInput, type Project } from '../model';
import { destinationProblem, specProblems } from '../projectRules';

const nameRule = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** What Argo CD checks before it takes an application; throws its answer. `validate` renders the manifests, too. */
export async function validateApplication(
  input: ApplicationInput,
  project: Project,
  manifests: ManifestSource,
  validate: boolean,
): Promise<void> {
  const { metadata, spec } = input;
  const { name } = metadata;
  if (name.length > 253 || !nameRule.test(name)) {
    throw new ArgocdError(
      'invalidArgument',
      `Application.argoproj.io "${name}" is invalid: metadata.name: Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
    );
  }
  const missing = destinationProblem(spec.destination);
  if (missing) {
    throw new ArgocdError(
      'invalidArgument',
      `application destination spec for ${name} is invalid: ${missing}`,
    );
  }
  const refuse = (messages: readonly string[]) =>
    new ArgocdError(
      'invalidArgument',
      `application spec for ${name} is invalid: ${messages
        .map(message => `InvalidSpecError: ${message}`)
        .join(';')}`,
    );
  if (validate && sourcesOf(spec).every(source => source.path)) {
    try {
      await manifests.render(input);
    } catch (error) {
      if (error instanceof RenderError) {
        const reason =
          error.cause instanceof Error ? error.cause.message : error.message;
        const path = sourcesOf(spec)[0]?.path ?? '';
        throw refuse([
          `Unable to generate manifests in ${path}: rpc error: code = Unknown desc = ${reason}`,
        ]);
      }
      throw error;
    }
  }
  const problems = specProblems(spec, project);
  if (problems.length > 0) {
    throw refuse(problems);
  }
}
