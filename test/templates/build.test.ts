import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { anInput, type TemplateValues } from './anInput';
import { stopScaffolder } from './startScaffolder';
import { aRepository, type TestRepository } from './tools/aRepository';
import { ciJobs } from './tools/ciJobs';
import { itWith } from './tools/itWith';
import { runCiJob } from './tools/runCiJob';

const basic = (user: string, password: string) => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});
const account = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

const registries: readonly {
  readonly title: string;
  readonly input: Partial<TemplateValues>;
  readonly image: string;
  readonly login: object;
}[] = [
  {
    title: 'GitLab',
    input: {},
    image: 'registry.example.com/demo/orders-api',
    login: { auths: { 'registry.example.com': basic('ci', 'job-password') } },
  },
  {
    title: 'Docker Hub',
    input: { registry: 'dockerhub' },
    image: 'docker.io/shopteam/orders-api',
    login: {
      auths: { 'https://index.docker.io/v1/': basic('team', 'team-password') },
    },
  },
  {
    title: 'another registry',
    input: {
      registry: 'other',
      imageRepository: 'localhost:5000/shop/orders-api',
    },
    image: 'localhost:5000/shop/orders-api',
    login: { auths: { 'localhost:5000': basic('team', 'team-password') } },
  },
  {
    title: 'Amazon ECR',
    input: { registry: 'ecr' },
    image: `${account}/orders-api`,
    login: { credHelpers: { [account]: 'ecr-login' } },
  },
];

afterAll(stopScaffolder);

describe.each(registries)('an image for $title', ({ input, image, login }) => {
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await aRepository(anInput(input));
    await repository.writeProgram(
      'shims/buildctl-daemonless.sh',
      `printf '%s\\n' "$@" > "$NOTES/arguments"
cp "$HOME/.docker/config.json" "$NOTES/login.json"
printf %s "$PATH" > "$NOTES/path"`,
    );
  }, 60_000);
  afterAll(() => repository.remove());

  itWith(
    { tools: ['git', 'sh'] },
    'is built from the commit and pushed under its tag, with no password on the way',
    async () => {
      const note = (name: string) =>
        readFile(path.join(repository.root, name), 'utf8');
      const output = await runCiJob(repository, {
        job: 'build-image',
        origin: repository.origin,
        variables: {
          NOTES: repository.root,
          AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/orders-api',
          AWS_ID_TOKEN: 'an-id-token',
          CI_COMMIT_SHA: '0a1b2c3d'.repeat(5),
          CI_REGISTRY: 'registry.example.com',
          CI_REGISTRY_USER: 'ci',
          CI_REGISTRY_PASSWORD: 'job-password',
          REGISTRY_USER: 'team',
          REGISTRY_PASSWORD: 'team-password',
        },
        programs: [path.join(repository.root, 'shims')],
      });
      const built = await note('arguments');

      expect(built.split('\n')).toEqual(
        expect.arrayContaining([
          'context=.',
          `type=image,name=${image}:0a1b2c3d,push=true`,
          `label:org.opencontainers.image.revision=${'0a1b2c3d'.repeat(5)}`,
        ]),
      );
      expect(JSON.parse(await note('login.json'))).toEqual(login);
      expect(`${output}${built}`).not.toMatch(/password|an-id-token/);
    },
  );

  it('keeps no password for a later job', () => {
    const kept = [...ciJobs(repository.files)].flatMap(([job, { config }]) =>
      config.artifacts ? [[job, config.artifacts] as const] : [],
    );
    const paths = kept.flatMap(([job, artifacts]) =>
      'paths' in Object(artifacts) ? [job] : [],
    );

    // ECR's is a program that asks for one.
    expect(paths).toEqual(input.registry === 'ecr' ? ['ecr-login'] : []);
  });
});
