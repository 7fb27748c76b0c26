import type { Creation } from './readCreation';

/** What the wizard cannot create: it has to be there already, or somebody has to do it, and some of it costs. */
export function describeNeeds(creation: Creation): string[] {
  const { ci, registry, secretStore, starter, environments } = creation;
  const github = ci === 'github';
  const variable = github ? 'Actions variable' : 'CI/CD variable';
  const usesAws = registry === 'ecr' || secretStore === 'aws-ssm';
  return [
    ...(usesAws
      ? [
          `An IAM role in AWS${creation.awsAccountId ? ` account ${creation.awsAccountId}` : ''} that trusts ${github ? 'GitHub’s' : 'your GitLab’s'} OIDC identities, its ARN in the ${variable} AWS_ROLE_ARN.${
            registry === 'ecr'
              ? ' It may create ECR repositories and push to them; AWS charges for what is stored.'
              : ''
          }${
            secretStore === 'aws-ssm'
              ? ` It may create the parameters below /${creation.awsSystem || '<system>'}/${creation.name || '<name>'}/.`
              : ''
          }`,
        ]
      : []),
    ...(secretStore === 'aws-ssm'
      ? [
          'External Secrets in the cluster, with the ClusterSecretStore aws-parameter-store. The parameters are created empty: somebody fills them in.',
        ]
      : []),
    ...(registry === 'dockerhub' || registry === 'other'
      ? [
          `A user and an access token that may push the image, as ${github ? 'Actions secrets' : 'masked CI/CD variables'} REGISTRY_USER and REGISTRY_PASSWORD.`,
        ]
      : []),
    ...(github
      ? []
      : [
          'Releases push to main: allow Git pushes with job tokens in the GitLab project, or store a project access token as PROJECT_PUSH_TOKEN.',
        ]),
    ...(github && creation.layout === 'own' && environments.includes('prod')
      ? [
          'Approvals in a private repository need GitHub Enterprise; public ones have them on every plan.',
        ]
      : []),
    ...(starter === 'chatbot'
      ? [
          `Room for a model in each environment: 1 CPU and 2 GiB of memory at least${environments.includes('prod') ? ', in prod 4 CPU and 6 GiB' : ''}, and volumes for it and for the database.`,
        ]
      : []),
    `Argo CD may read the repository, and the cluster may pull the image.`,
  ];
}
