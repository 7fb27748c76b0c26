import { describeNeeds } from './describeNeeds';
import { imagesOf } from './imagesOf';
import { readCreation, type Creation } from './readCreation';

/** What will be created, in words. @public */
export interface CreationSummary {
  readonly sections: readonly CreationSection[];
  /** In the order of promotion. */
  readonly environments: readonly CreationEnvironment[];
  /** What has to be there, or done by somebody, for all of it to work. */
  readonly needs: readonly string[];
}

/** @public */
export interface CreationSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** @public */
export interface CreationEnvironment {
  readonly name: string;
  readonly namespace: string;
  /** Name of its Argo CD application. */
  readonly application: string;
  /** How a release gets there. */
  readonly release: string;
  readonly secrets: string;
}

/** Short names, as Helm's values files and parameters of AWS have them. */
const shortNames: Readonly<Record<string, string>> = { staging: 'stage' };

const serviceNames: Readonly<Record<string, string>> = {
  fastapi: 'FastAPI',
  streamlit: 'Streamlit',
  mlflow: 'MLflow',
  kafka: 'Kafka',
};

const nameOf = ({ name }: Creation) => name || '<name>';

/** Says what the wizard of `python-gitops-app` will create from the data of its form, complete or not. @public */
export function describeCreation(formData: unknown): CreationSummary {
  const creation = readCreation(formData);
  return {
    sections: [
      { title: 'Repository', lines: repository(creation) },
      { title: 'What is in it', lines: contents(creation) },
      { title: 'Pipeline', lines: pipeline(creation) },
      { title: 'After Create', lines: afterwards(creation) },
    ],
    environments: creation.environments.map((name, index) => ({
      name,
      namespace: `${nameOf(creation)}-${name}`,
      application: `${nameOf(creation)}-${name}`,
      release: release(creation, index),
      secrets: secrets(creation, name),
    })),
    needs: describeNeeds(creation),
  };
}

function repository(creation: Creation): string[] {
  const { ci, layout, platformRepository } = creation;
  const [owner, host] =
    ci === 'github'
      ? [creation.githubOwner, creation.githubHost]
      : [creation.group, creation.gitlabHost];
  const name = nameOf(creation);
  if (layout === 'platform') {
    const request = ci === 'github' ? 'pull request' : 'merge request';
    return [
      `A ${request} to ${owner}/${platformRepository} at ${host}, from the branch create-${name}.`,
      `It adds the folder apps/${name}. Nothing else in the repository changes, and nothing runs before somebody merges it.`,
    ];
  }
  return [`A new private repository ${owner}/${name} at ${host}.`];
}

function contents(creation: Creation): string[] {
  const images = imagesOf(creation);
  return [
    starter(creation),
    creation.packaging === 'helm'
      ? `A Helm chart, charts/${nameOf(creation)}, with a values file for each environment.`
      : 'Kubernetes manifests with Kustomize: a base, and an overlay for each environment.',
    `${
      images.length === 1
        ? `One image, ${images[0]}`
        : `${images.length} images: ${images.join(', ')}`
    }${creation.registry === 'gitlab' ? ', in GitLab’s container registry' : ''}.`,
    'Tests, a Dockerfile, Compose and Skaffold files for your machine, and documentation for the catalog.',
  ];
}

function starter({ starter: kind, services }: Creation): string {
  switch (kind) {
    case 'fastapi':
      return 'A FastAPI service with typed settings, JSON logs, probes and metrics.';
    case 'chatbot':
      return 'A Flask chatbot with its PostgreSQL database and, through Ollama, its model DeepSeek Coder.';
    case 'stack':
      return `Services that work together: ${
        services.map(key => serviceNames[key] ?? key).join(', ') ||
        'none chosen yet'
      }.`;
    default:
      return kind satisfies never;
  }
}

function pipeline(creation: Creation): string[] {
  const { ci, starter: kind } = creation;
  const system = ci === 'github' ? 'GitHub Actions' : 'GitLab CI';
  return [
    `${system} checks and tests every change. On main it builds ${
      kind === 'stack'
        ? 'one image of each service that changed'
        : 'the image once'
    }, tagged with the commit.`,
    'A release is a commit that writes this tag into the manifests of one environment; Argo CD rolls it out from there.',
  ];
}

function afterwards(creation: Creation): string[] {
  const { layout, argocdInstance, environments, ci } = creation;
  const name = nameOf(creation);
  if (layout === 'platform') {
    return [
      `You get the link of the ${ci === 'github' ? 'pull' : 'merge'} request. When it is merged, Argo CD creates the application${environments.length === 1 ? '' : 's'} by itself, and the pipeline builds and releases the first image.`,
      'The catalog finds the component then, too.',
    ];
  }
  return [
    `Argo CD “${argocdInstance || 'main'}” gets the project ${name} and one application for each environment. The component appears in the catalog.`,
    `The first pipeline starts at once. Until its image arrives${environments[0] ? ` in ${environments[0]}` : ''}, the Deployments tab says “Nothing released yet”.`,
    'If a step fails, what was created before it is removed again.',
  ];
}

function release({ ci, environments }: Creation, index: number): string {
  if (environments[index] === 'prod') {
    return ci === 'github'
      ? 'after an approval in GitHub'
      : 'by hand, in GitLab or on the Deployments tab';
  }
  return index === 0
    ? 'with every change of the code'
    : `after ${environments[index - 1]}`;
}

function secrets(creation: Creation, environment: string): string {
  if (creation.secretStore === 'aws-ssm') {
    const short = shortNames[environment] ?? environment;
    return `/${creation.awsSystem || '<system>'}/${nameOf(creation)}/${short}/app`;
  }
  const keys = creation.secrets.sealed
    .filter(sealed => sealed.environment === environment)
    .flatMap(sealed => Object.keys(sealed.encryptedData));
  return keys.length > 0 ? `${keys.join(', ')} (sealed)` : 'none';
}
