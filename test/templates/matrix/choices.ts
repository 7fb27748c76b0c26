/** Every question of the wizard whose answers change what is generated, with the answers that differ in kind. */
export const choices = {
  starter: [
    'fastapi',
    'chatbot',
    'fastapi+streamlit+mlflow+kafka',
    'fastapi+streamlit',
    'mlflow',
    'streamlit+kafka',
  ],
  ci: ['gitlab', 'github'],
  layout: ['own', 'platform'],
  packaging: ['kustomize', 'helm'],
  registry: ['gitlab', 'ecr', 'ghcr', 'dockerhub', 'other'],
  secrets: ['sealed', 'none', 'aws-ssm'],
  environments: ['dev+staging+prod', 'staging+prod', 'dev', 'prod'],
} as const;

/** One answer to each question. */
export type Choice = {
  readonly [
    Question in keyof typeof choices
  ]: (typeof choices)[Question][number];
};

/** What the form does not offer. Questions that are not answered yet stand in nobody's way. */
export function isPossible(choice: Partial<Choice>): boolean {
  const { ci, layout, packaging, registry } = choice;
  return !(
    (layout === 'platform' && packaging === 'helm') ||
    (ci === 'github' && registry === 'gitlab') ||
    (ci === 'gitlab' && registry === 'ghcr')
  );
}

const questions = Object.keys(choices) as (keyof Choice)[];

/** Every choice that the form offers. */
export function everyChoice(): readonly Choice[] {
  return questions.reduce<readonly Partial<Choice>[]>(
    (rows, question) =>
      rows
        .flatMap(row =>
          choices[question].map(answer => ({ ...row, [question]: answer })),
        )
        .filter(isPossible),
    [{}],
  ) as readonly Choice[];
}

/** The pairs of answers in a choice, as `question=answer question=answer`. */
export function pairsOf(choice: Choice): readonly string[] {
  return questions.flatMap((first, index) =>
    questions
      .slice(index + 1)
      .map(second => `${first}=${choice[first]} ${second}=${choice[second]}`),
  );
}

/**
 * Few choices in which, together with those given, every pair of answers occurs that the form offers. Each time the one that
 * adds most: that is not always the smallest set, but close to it, and the same one each time.
 */
export function everyPair(given: readonly Choice[] = []): readonly Choice[] {
  const offered = everyChoice().map(choice => ({
    choice,
    pairs: pairsOf(choice),
  }));
  const missing = new Set(offered.flatMap(({ pairs }) => pairs));
  const cover = (pairs: readonly string[]) =>
    pairs.forEach(pair => missing.delete(pair));
  const gain = (pairs: readonly string[]) =>
    pairs.filter(pair => missing.has(pair)).length;
  given.map(pairsOf).forEach(cover);
  const chosen: Choice[] = [];
  while (missing.size > 0) {
    const best = offered.reduce((one, other) =>
      gain(other.pairs) > gain(one.pairs) ? other : one,
    );
    cover(best.pairs);
    chosen.push(best.choice);
  }
  return chosen;
}

/** What each seed document describes, as far as the wizard asks for it. */
export const seeds: Readonly<Record<string, Choice>> = {
  'seed 0, GitLab CI, Kustomize and Argo CD': {
    starter: 'chatbot',
    ci: 'gitlab',
    layout: 'own',
    packaging: 'kustomize',
    registry: 'gitlab',
    secrets: 'sealed',
    environments: 'dev+staging+prod',
  },
  'seed 1, the chatbot roadmap': {
    starter: 'chatbot',
    ci: 'gitlab',
    layout: 'own',
    packaging: 'kustomize',
    registry: 'other',
    secrets: 'sealed',
    environments: 'dev+staging+prod',
  },
  'seed 2, FastAPI with ECR, SSM and Helm': {
    starter: 'fastapi',
    ci: 'gitlab',
    layout: 'own',
    packaging: 'helm',
    registry: 'ecr',
    secrets: 'aws-ssm',
    environments: 'staging+prod',
  },
  'seed 3, several images with Helm and Skaffold': {
    starter: 'fastapi+streamlit+mlflow+kafka',
    ci: 'gitlab',
    layout: 'own',
    packaging: 'helm',
    registry: 'gitlab',
    secrets: 'none',
    environments: 'dev+staging+prod',
  },
  'seed 4, the onboarding pattern': {
    starter: 'fastapi',
    ci: 'github',
    layout: 'platform',
    packaging: 'kustomize',
    registry: 'dockerhub',
    secrets: 'sealed',
    environments: 'dev+staging+prod',
  },
};
