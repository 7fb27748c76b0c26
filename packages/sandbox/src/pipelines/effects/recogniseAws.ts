/** What an `aws` command means to the world. `login`: it only proves who the job is. */
export type AwsCommand =
  | { readonly type: 'login' }
  | { readonly type: 'findRepositories'; readonly names: readonly string[] }
  | { readonly type: 'createRepository'; readonly name: string }
  | {
      readonly type: 'findImage';
      readonly repository: string;
      readonly tag: string;
    }
  | { readonly type: 'findParameter'; readonly name: string }
  | {
      readonly type: 'putParameter';
      readonly name: string;
      readonly value: string;
      readonly overwrite: boolean;
    };

/** Reads the arguments of `aws`, for the registry and the parameter store; undefined for all else. */
export function recogniseAws(argv: readonly string[]): AwsCommand | undefined {
  const args = withoutGlobalOptions(argv);
  const [service, action, ...rest] = args;
  const option = (name: string) => valuesOf(rest, name)[0];
  switch (`${service} ${action}`) {
    case 'ecr get-login-password':
    case 'ecr put-lifecycle-policy':
    case 'ecr put-image-scanning-configuration':
    case 'ecr put-image-tag-mutability':
    case 'ecr tag-resource':
    case 'sts get-caller-identity':
    case 'sts assume-role-with-web-identity':
    case 'configure set':
      return { type: 'login' };
    case 'ecr describe-repositories':
      return {
        type: 'findRepositories',
        names: valuesOf(rest, '--repository-names'),
      };
    case 'ecr create-repository': {
      const name = option('--repository-name');
      return name ? { type: 'createRepository', name } : undefined;
    }
    case 'ecr describe-images': {
      const repository = option('--repository-name');
      const tag = /imageTag=([^,\s]+)/.exec(option('--image-ids') ?? '')?.[1];
      return repository && tag
        ? { type: 'findImage', repository, tag }
        : undefined;
    }
    case 'ssm get-parameter': {
      const name = option('--name');
      return name ? { type: 'findParameter', name } : undefined;
    }
    case 'ssm put-parameter': {
      const name = option('--name');
      const value = option('--value');
      return name && value !== undefined
        ? {
            type: 'putParameter',
            name,
            value,
            overwrite: rest.includes('--overwrite'),
          }
        : undefined;
    }
    default:
      return undefined;
  }
}

function withoutGlobalOptions(argv: readonly string[]): readonly string[] {
  const args = [...argv];
  while (args[0]?.startsWith('--')) {
    const option = args.shift() ?? '';
    if (!option.includes('=') && !option.startsWith('--no-')) {
      args.shift();
    }
  }
  return args;
}

/** The words after an option, up to the next one. */
function valuesOf(args: readonly string[], name: string): readonly string[] {
  const joined = args.find(arg => arg.startsWith(`${name}=`));
  if (joined) {
    return [joined.slice(name.length + 1)];
  }
  const at = args.indexOf(name);
  if (at === -1) {
    return [];
  }
  const values = args.slice(at + 1);
  const end = values.findIndex(arg => arg.startsWith('--'));
  return end === -1 ? values : values.slice(0, end);
}
