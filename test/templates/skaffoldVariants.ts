import { aPackagedApp, type PackagedApp } from './packagedApp';

/** Apps whose files for Skaffold differ in kind. Of those with sealed secrets, production has none. */
export const skaffoldVariants: readonly {
  readonly title: string;
  readonly app: PackagedApp;
}[] = (['kustomize', 'helm'] as const).flatMap(packaging =>
  (
    [
      ['fastapi', 'sealed-secrets'],
      ['chatbot', 'aws-ssm'],
      ['stack', 'sealed-secrets'],
    ] as const
  ).map(([starter, secretStore]) => ({
    title: `${starter} by ${packaging} with ${secretStore}`,
    app: aPackagedApp({
      starter,
      packaging,
      secretStore,
      environments: ['staging', 'prod'],
      sealed: secretStore === 'sealed-secrets' ? ['staging'] : [],
    }),
  })),
);
