import { anInput } from '../../templates/anInput';
import { aPlatformInput } from '../../templates/aPlatformInput';
import { renderTemplate } from '../../templates/renderTemplate';
import { gitlabHost } from '../../templates/startScaffolder';
import { sealedSecrets } from './realSystems';
import { sealForForm } from './sealForForm';
import type { Files } from './startGitHost';

/** A repository of `templates/gitops-platform` with a second app, `ledger-api` of another team, as its ONBOARDING.md says. */
export async function aPlatformRepository(
  name: string,
  gitUrl: string,
  {
    environments,
    secret,
  }: {
    readonly environments: readonly string[];
    /** Sealed for the second app. */
    readonly secret: Readonly<Record<string, string>>;
  },
): Promise<Files> {
  const platform = await renderTemplate(
    // Its chart would come from the internet.
    aPlatformInput({ name, sealedSecrets: false }),
    'gitops-platform',
  );
  const app = await renderTemplate(
    anInput({
      name: 'ledger-api',
      ...(sealedSecrets.url && {
        secrets: await sealForForm(
          sealedSecrets.url,
          'ledger-api',
          environments,
          secret,
        ),
      }),
    }),
  );
  const added = [...app]
    .filter(([file]) => file.startsWith('k8s/'))
    .map(([file, text]) => [`apps/ledger-api/${file}`, text] as const);
  return new Map(
    [...platform, ...added].map(([file, text]) => [
      file,
      text
        .replaceAll(`https://${gitlabHost}`, gitUrl)
        // as after its first release: before, no node finds the image
        .replace('newTag: unreleased', 'newTag: 4fe2a1bc')
        .replace('get (dict)', 'get (dict "ledger-api" "finance")'),
    ]),
  );
}
