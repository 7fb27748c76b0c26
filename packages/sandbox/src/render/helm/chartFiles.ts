import { goYaml } from '../goTemplate/goYaml';
import {
  Struct,
  toValue,
  type TemplateFunction,
  type Value,
} from '../goTemplate';

/** `.Files`: what a chart holds besides its templates, or those of them that match a pattern. */
export function chartFiles(files: ReadonlyMap<string, string>): Struct {
  const get: TemplateFunction = name => files.get(String(name)) ?? '';
  const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const byBaseName = (encode: (text: string) => string): Value =>
    files.size === 0
      ? ''
      : goYaml(
          toValue(
            Object.fromEntries(
              [...files].map(([path, text]) => [base(path), encode(text)]),
            ),
          ),
        ).replace(/\n$/, '');
  return new Struct(
    'engine.files',
    {},
    {
      Get: get,
      GetBytes: get,
      Glob: pattern => {
        const matches = globPattern(String(pattern));
        return chartFiles(
          new Map([...files].filter(([path]) => matches.test(path))),
        );
      },
      Lines: name => {
        const text = files.get(String(name));
        return text === undefined ? [] : text.replace(/\n$/, '').split('\n');
      },
      AsConfig: () => byBaseName(text => text),
      AsSecrets: () => byBaseName(text => Buffer.from(text).toString('base64')),
    },
    new Map(files),
  );
}

/** `*` within a segment, `**` across them, `?`, `[…]` and `{a,b}`. */
function globPattern(pattern: string): RegExp {
  let braces = 0;
  const source = pattern.replace(
    /\*\*|[*?{},]|\[[^\]]*\]|[.+^$()|\\]/g,
    token => {
      switch (token) {
        case '**':
          return '.*';
        case '*':
          return '[^/]*';
        case '?':
          return '[^/]';
        case '{':
          braces += 1;
          return '(?:';
        case '}':
          braces -= 1;
          return ')';
        case ',':
          return braces > 0 ? '|' : ',';
        default:
          return token.startsWith('[')
            ? token.replace(/^\[!/, '[^')
            : `\\${token}`;
      }
    },
  );
  return new RegExp(`^${source}$`);
}
