import { posix } from 'node:path';

/** A git command line, as far as it matters for what reaches the server. `directory` is that of `git -C`. */
export type GitCommand = { readonly directory?: string } & (
  | {
      readonly type: 'clone';
      readonly url: string;
      readonly into: string;
      readonly branch?: string;
    }
  | { readonly type: 'switch'; readonly branch: string }
  | {
      readonly type: 'author';
      readonly key: 'name' | 'email';
      readonly value: string;
    }
  /** `git diff --quiet` and its relatives, which succeed when nothing was changed. */
  | { readonly type: 'isClean' }
  /** `git reset --hard`: what was not pushed is gone. */
  | { readonly type: 'reset' }
  | { readonly type: 'commit'; readonly message: string }
  | {
      readonly type: 'push';
      /** Undefined: the branch that is checked out. */
      readonly branch?: string;
      readonly pushOptions: readonly string[];
    }
  | { readonly type: 'other'; readonly succeeds: boolean }
);

/** Reads the arguments of `git`. */
export function readGitCommand(argv: readonly string[]): GitCommand {
  const args = [...argv];
  let directory: string | undefined;
  while (args[0]?.startsWith('-')) {
    const option = args.shift();
    if (option === '-C' || option === '-c') {
      const value = args.shift();
      directory = option === '-C' ? value : directory;
    }
  }
  const [verb, ...rest] = args;
  const values = withoutOptions(rest, [
    '-b',
    '--branch',
    '--depth',
    '-o',
    '--push-option',
    '-m',
    '--message',
    '-c',
    '--author',
  ]);
  switch (verb) {
    case 'clone': {
      const url = values[0] ?? '';
      const into = values[1] ?? posix.basename(url).replace(/\.git$/, '');
      const [branch] = optionValues(rest, ['-b', '--branch']);
      return { directory, type: 'clone', url, into, branch };
    }
    case 'checkout':
    case 'switch': {
      const [created] = optionValues(rest, ['-b', '-B', '-c', '-C']);
      const branch = created ?? values[0];
      return branch && !rest.includes('--') && branch !== '.'
        ? { directory, type: 'switch', branch }
        : { directory, type: 'other', succeeds: true };
    }
    case 'config': {
      const at = rest.findIndex(
        arg => arg === 'user.name' || arg === 'user.email',
      );
      const value = rest[at + 1];
      return at !== -1 && value
        ? {
            directory,
            type: 'author',
            key: rest[at] === 'user.name' ? 'name' : 'email',
            value,
          }
        : { directory, type: 'other', succeeds: true };
    }
    case 'diff':
    case 'diff-index':
      return rest.some(arg => arg === '--quiet' || arg === '--exit-code')
        ? { directory, type: 'isClean' }
        : { directory, type: 'other', succeeds: true };
    case 'commit': {
      const messages = optionValues(rest, [
        '-m',
        '--message',
        '-am',
        '-qm',
        '-qam',
        '-sm',
        '-asm',
      ]);
      return {
        directory,
        type: 'commit',
        message: messages.join('\n\n') || 'Update',
      };
    }
    case 'push': {
      const refspec = values[1];
      const target = refspec
        ?.split(':')
        .at(-1)
        ?.replace(/^refs\/heads\//, '')
        .replace(/^\+/, '');
      return {
        directory,
        type: 'push',
        branch: target === 'HEAD' ? undefined : target,
        pushOptions: optionValues(rest, ['-o', '--push-option']),
      };
    }
    case 'reset':
      return rest.includes('--hard')
        ? { directory, type: 'reset' }
        : { directory, type: 'other', succeeds: true };
    case 'add':
    case 'fetch':
    case 'pull':
    case 'rebase':
    case 'remote':
    case 'status':
      return { directory, type: 'other', succeeds: true };
    default:
      return { directory, type: 'other', succeeds: false };
  }
}

function optionValues(
  args: readonly string[],
  names: readonly string[],
): string[] {
  return args.flatMap((arg, index) => {
    const joined = names.find(name => arg.startsWith(`${name}=`));
    if (joined) {
      return [arg.slice(joined.length + 1)];
    }
    return names.includes(arg) && args[index + 1] !== undefined
      ? [args[index + 1]]
      : [];
  });
}

function withoutOptions(
  args: readonly string[],
  withValue: readonly string[],
): string[] {
  return args.filter(
    (arg, index) =>
      !arg.startsWith('-') && !withValue.includes(args[index - 1] ?? ''),
  );
}
