import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { anInput } from './anInput';
import { stopScaffolder } from './startScaffolder';
import { aRepository, type TestRepository } from './tools/aRepository';
import { itWith } from './tools/itWith';
import { runCiJob, tryCiJob } from './tools/runCiJob';

/**
 * Stands in for AWS's own program: keeps repositories and parameters as files below $CLOUD, refuses a second one of a name unless
 * it is overwritten, and notes each call with who made it.
 */
const aws = `
echo "\${AWS_ROLE_ARN:-key \${AWS_ACCESS_KEY_ID:-missing}} \${AWS_WEB_IDENTITY_TOKEN_FILE:+by token }$*" >> "$CLOUD/calls"
what=$1/$2
shift 2
overwrite=
while [ $# -gt 0 ]; do
  case $1 in
    --name | --repository-name | --repository-names) name=$(echo "$2" | tr / _) ;;
    --value) value=$2 ;;
    --image-scanning-configuration) value=$2 ;;
    --overwrite) overwrite=yes ;;
  esac
  shift
done
file=$CLOUD/\${what%%/*}-$name
case $what in
  ecr/describe-repositories | ssm/get-parameter)
    [ -f "$CLOUD/blind" ] && rm "$CLOUD/blind" && exit 254
    cat "$file" || { echo 'NotFound' >&2; exit 254; }
    ;;
  ecr/create-repository | ssm/put-parameter)
    if [ -f "$CLOUD/denied" ]; then echo 'AccessDeniedException' >&2; exit 254; fi
    if [ -f "$file" ] && [ -z "$overwrite" ]; then echo "\${what#*/}: ParameterAlreadyExists, RepositoryAlreadyExistsException" >&2; exit 254; fi
    printf %s "$value" > "$file"
    ;;
  *)
    echo "unknown: $what" >&2
    exit 252
    ;;
esac
`;

let repository: TestRepository;

beforeAll(async () => {
  repository = await aRepository(
    anInput({ registry: 'ecr', secretStore: 'aws-ssm', packaging: 'helm' }),
  );
  await repository.writeProgram('shims/aws', aws);
}, 60_000);
afterAll(async () => {
  await stopScaffolder();
  await repository.remove();
});

/** A cloud of its own for each test, with what it is asked. */
async function aCloud(name: string) {
  await repository.writeProgram(`clouds/${name}/calls`, '');
  const folder = path.join(repository.root, 'clouds', name);
  const job = (which: string, variables: Readonly<Record<string, string>>) => ({
    job: which,
    origin: repository.origin,
    variables: { CLOUD: folder, AWS_ID_TOKEN: 'an-id-token', ...variables },
    programs: [path.join(repository.root, 'shims')],
  });
  const keys = { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'hush' };
  return {
    run: (which: string, variables = keys) =>
      runCiJob(repository, job(which, variables)),
    attempt: (which: string, variables = keys) =>
      tryCiJob(repository, job(which, variables)),
    runAs: (which: string, variables: Readonly<Record<string, string>>) =>
      runCiJob(repository, job(which, variables)),
    has: (file: string) => readFile(path.join(folder, file), 'utf8'),
    put: (file: string, content: string) =>
      writeFile(path.join(folder, file), content),
  };
}

describe('platform-prereqs', () => {
  itWith(
    { tools: ['git', 'sh'] },
    'creates the repository with a scan on push, and then leaves it alone',
    async () => {
      const cloud = await aCloud('repository');
      expect(await cloud.run('platform-prereqs')).toContain('creating it');
      expect(await cloud.has('ecr-orders-api')).toBe('scanOnPush=true');

      await cloud.put('ecr-orders-api', 'somebody decided otherwise');
      expect(await cloud.run('platform-prereqs')).toContain('is there');
      expect(await cloud.has('ecr-orders-api')).toBe(
        'somebody decided otherwise',
      );
    },
  );

  itWith(
    { tools: ['git', 'sh'] },
    'passes when another pipeline creates it at the same moment',
    async () => {
      const cloud = await aCloud('twice');
      await cloud.put('ecr-orders-api', 'scanOnPush=true');
      // The first look still finds nothing.
      await cloud.put('blind', '');

      await expect(cloud.run('platform-prereqs')).resolves.toContain(
        'creating it',
      );
    },
  );

  itWith(
    { tools: ['git', 'sh'] },
    'fails with what AWS says when it may not',
    async () => {
      const cloud = await aCloud('denied');
      await cloud.put('denied', '');
      const { code, output } = await cloud.attempt('platform-prereqs');

      expect(code).not.toBe(0);
      expect(output).toContain('AccessDeniedException');
    },
  );
});

describe('platform-ssm-placeholders', () => {
  itWith(
    { tools: ['git', 'sh'] },
    'creates an empty parameter for each environment, and neither changes nor reads a value',
    async () => {
      const cloud = await aCloud('parameters');
      await cloud.put('ssm-_shop_orders-api_prod_app', '{"PASSWORD":"set"}');
      await cloud.run('platform-ssm-placeholders');
      await cloud.put('ssm-_shop_orders-api_stage_app', '{"PASSWORD":"new"}');
      const output = await cloud.run('platform-ssm-placeholders');

      expect(await cloud.has('ssm-_shop_orders-api_dev_app')).toBe('{}');
      expect(await cloud.has('ssm-_shop_orders-api_stage_app')).toBe(
        '{"PASSWORD":"new"}',
      );
      expect(await cloud.has('ssm-_shop_orders-api_prod_app')).toBe(
        '{"PASSWORD":"set"}',
      );
      // Nor does it show one.
      expect(output).not.toContain('PASSWORD');
      const calls = await cloud.has('calls');
      expect(calls).toContain(
        'ssm put-parameter --name /shop/orders-api/dev/app --type SecureString',
      );
      expect(calls).not.toMatch(/--overwrite|get-parameter/);
    },
  );

  itWith(
    { tools: ['git', 'sh'] },
    'fails with what AWS says when it may not',
    async () => {
      const cloud = await aCloud('no-parameters');
      await cloud.put('denied', '');
      const { code, output } = await cloud.attempt('platform-ssm-placeholders');

      expect(code).not.toBe(0);
      expect(output).toContain('AccessDeniedException');
    },
  );
});

describe('towards AWS a job is', () => {
  const role = 'arn:aws:iam::123456789012:role/orders-api';

  itWith(
    { tools: ['git', 'sh'] },
    'the role, by its own identity, even where there are keys too',
    async () => {
      const cloud = await aCloud('role');
      const output = await cloud.runAs('platform-prereqs', {
        AWS_ROLE_ARN: role,
        AWS_ACCESS_KEY_ID: 'AKIA1',
        AWS_SECRET_ACCESS_KEY: 'hush',
      });
      const calls = await cloud.has('calls');

      expect(calls).toContain(`${role} by token ecr describe-repositories`);
      expect(calls).not.toContain('AKIA1');
      expect(output).not.toContain('an-id-token');
    },
  );

  itWith(
    { tools: ['git', 'sh'] },
    'the owner of the keys where there is no role',
    async () => {
      const cloud = await aCloud('keys');
      await cloud.run('platform-prereqs');

      expect(await cloud.has('calls')).toContain('key AKIA1 ecr describe');
    },
  );
});
