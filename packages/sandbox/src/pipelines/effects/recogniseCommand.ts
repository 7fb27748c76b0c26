import { posix } from 'node:path';
import type { FileEdit, ImageOverride } from './model';
import { parseYqExpression } from './parseYqExpression';

/** What a command of a script means to the world; paths are relative to where it runs. */
export type RecognisedCommand =
  | { readonly type: 'edit'; readonly edit: FileEdit }
  | { readonly type: 'image'; readonly refs: readonly string[] }
  /** Succeeds when all of them were pushed. */
  | { readonly type: 'findImages'; readonly refs: readonly string[] }
  | { readonly type: 'login' };

/** Recognises the tools that release an image or write its tag into Git; undefined for all others. */
export function recogniseCommand(
  argv: readonly string[],
  variable: (name: string) => string | undefined,
): RecognisedCommand | undefined {
  const [program = '', ...args] = argv;
  switch (posix.basename(program)) {
    case 'kustomize':
      return recogniseKustomize(args);
    case 'yq':
      return recogniseYq(args, variable);
    case 'sed':
      return recogniseSed(args);
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'buildah':
      return recogniseDocker(args);
    case 'buildctl':
    case 'buildctl-daemonless.sh':
      return images(args.flatMap(pushedByOutput));
    case 'executor':
      return images(optionValues(args, ['--destination', '-d']));
    case 'crane':
      if (args[0] === 'auth') {
        return { type: 'login' };
      }
      if (args[0] === 'digest' || args[0] === 'manifest') {
        return { type: 'findImages', refs: positional(args.slice(1)) };
      }
      return ['push', 'copy', 'cp'].includes(args[0])
        ? images([args[2]])
        : undefined;
    case 'skopeo':
      if (args[0] === 'inspect') {
        return {
          type: 'findImages',
          refs: positional(args.slice(1)).map(ref =>
            ref.replace(/^docker:\/\//, ''),
          ),
        };
      }
      return args[0] === 'copy'
        ? images([
            positional(args)
              .at(-1)
              ?.replace(/^docker:\/\//, ''),
          ])
        : undefined;
    default:
      return undefined;
  }
}

function images(
  refs: readonly (string | undefined)[],
): RecognisedCommand | undefined {
  const known = refs.filter((ref): ref is string => Boolean(ref));
  return known.length > 0 ? { type: 'image', refs: known } : undefined;
}

function recogniseKustomize(
  args: readonly string[],
): RecognisedCommand | undefined {
  const [verb, action, kind, ...rest] = args;
  const values = positional(rest);
  if (verb !== 'edit' || values.length === 0) {
    return undefined;
  }
  if (action === 'set' && kind === 'image') {
    return {
      type: 'edit',
      edit: {
        type: 'kustomizeImages',
        directory: '',
        images: values.map(parseImageOverride),
      },
    };
  }
  if (['set', 'add'].includes(action) && kind === 'annotation') {
    const pairs = values
      .flatMap(value => value.split(','))
      .map(pair => {
        const colon = pair.indexOf(':');
        return [pair.slice(0, colon), pair.slice(colon + 1)] as const;
      });
    return {
      type: 'edit',
      edit: {
        type: 'kustomizeAnnotations',
        directory: '',
        annotations: Object.fromEntries(pairs),
      },
    };
  }
  return undefined;
}

/** `name=new:tag`, `name=new@digest`, `name=*:tag`, `name=new`, `name:tag`, `name@digest`. */
export function parseImageOverride(argument: string): ImageOverride {
  const equals = argument.indexOf('=');
  const target = equals === -1 ? argument : argument.slice(equals + 1);
  const [withTag, digest] = target.split('@');
  const colon = withTag.lastIndexOf(':');
  const hasTag = colon > withTag.lastIndexOf('/');
  const base = hasTag ? withTag.slice(0, colon) : withTag;
  return {
    name: equals === -1 ? base : argument.slice(0, equals),
    newName: equals === -1 || base === '*' ? undefined : base,
    newTag: hasTag && !digest ? withTag.slice(colon + 1) : undefined,
    digest,
  };
}

function recogniseYq(
  args: readonly string[],
  variable: (name: string) => string | undefined,
): RecognisedCommand | undefined {
  const inPlace = args.some(
    arg => /^-\w*i\w*$/.test(arg) || arg === '--inplace',
  );
  const values = positional(args).filter(arg => !['e', 'eval'].includes(arg));
  const assignments = inPlace
    ? parseYqExpression(values[0] ?? '', variable)
    : undefined;
  return assignments && values[1]
    ? { type: 'edit', edit: { type: 'yaml', file: values[1], assignments } }
    : undefined;
}

function recogniseSed(args: readonly string[]): RecognisedCommand | undefined {
  const inPlace = args.some(
    arg => /^-\w*i/.test(arg) || arg.startsWith('--in-place'),
  );
  const extended = args.some(
    arg => /^-\w*[Er]/.test(arg) || arg === '--regexp-extended',
  );
  const [expression = '', file] = args.filter(arg => !arg.startsWith('-'));
  const delimiter = expression[1];
  const parts = expression.slice(2).split(delimiter);
  if (!inPlace || !file || expression[0] !== 's' || parts.length !== 3) {
    return undefined;
  }
  const [source, replacement, flags] = parts;
  const pattern = extended
    ? source
    : source.replace(/\\?[(){}+?|]/g, sign =>
        sign.startsWith('\\') ? sign[1] : `\\${sign}`,
      );
  if (/\\\d|(?<!\\)&/.test(replacement)) {
    return undefined;
  }
  try {
    const regExp = new RegExp(
      pattern,
      flags.replace(/[^gi]/gi, '').toLowerCase(),
    );
    return {
      type: 'edit',
      edit: {
        type: 'substitute',
        file,
        pattern: regExp,
        replacement: replacement.replace(/\\(.)/g, '$1'),
      },
    };
  } catch {
    return undefined;
  }
}

function recogniseDocker(
  args: readonly string[],
): RecognisedCommand | undefined {
  const verbs =
    args[0] === 'buildx' || args[0] === 'image' ? args.slice(1) : args;
  const [verb, ...rest] = verbs;
  if (verb === 'login' || verb === 'logout') {
    return { type: 'login' };
  }
  if (rest[0] === 'inspect' && ['manifest', 'imagetools'].includes(verb)) {
    return { type: 'findImages', refs: positional(rest.slice(1)) };
  }
  if (verb === 'imagetools' && rest[0] === 'create') {
    return images(optionValues(rest, ['-t', '--tag']));
  }
  if (verb === 'push') {
    return images([positional(rest)[0]]);
  }
  if (verb === 'build' || verb === 'bud') {
    const outputs = optionValues(rest, ['--output', '-o']).flatMap(
      pushedByOutput,
    );
    const tags = optionValues(rest, ['-t', '--tag']);
    return images(rest.includes('--push') ? tags : outputs);
  }
  return undefined;
}

/** The names in BuildKit's `type=image,"name=a,b",push=true`. */
function pushedByOutput(output: string): string[] {
  if (
    !/type=(image|registry)/.test(output) ||
    !/push=true|type=registry/.test(output)
  ) {
    return [];
  }
  const names =
    /"name=([^"]+)"/.exec(output)?.[1] ??
    /(?:^|,)name=([^,"]+)/.exec(output)?.[1];
  return /cache/.test(output.split(',')[0]) || !names ? [] : names.split(',');
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
    return names.includes(arg) && args[index + 1] ? [args[index + 1]] : [];
  });
}

function positional(args: readonly string[]): string[] {
  return args.filter(arg => !arg.startsWith('-'));
}
