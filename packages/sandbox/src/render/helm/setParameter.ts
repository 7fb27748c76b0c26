import { isObject, type JsonObject } from '../json';
import { RenderError } from '../RenderError';

/** The values with what `--set NAME=VALUE` says; integers are `bigint`, as Helm types them. */
export function setParameter(
  values: JsonObject,
  name: string,
  text: string,
  forceString: boolean,
): JsonObject {
  const path = pathOf(name);
  const value = forceString ? text : typed(text);
  const changed = replaceAt(values, path, value, name);
  return isObject(changed) ? changed : values;
}

function pathOf(name: string): readonly (string | number)[] {
  const path = name
    .replace(/\[(\d+)\]/g, '.\0$1')
    .match(/(?:\\.|[^.\\])+/g)
    ?.map(part =>
      part.startsWith('\0')
        ? Number(part.slice(1))
        : part.replace(/\\(.)/g, '$1'),
    );
  if (!path || path.includes('__proto__')) {
    throw new RenderError(
      `failed parsing --set data: key "${name}" has no value`,
    );
  }
  return path;
}

function typed(text: string): unknown {
  switch (text) {
    case 'true':
    case 'false':
      return text === 'true';
    case 'null':
      return null;
    case '0':
      return 0n;
    default:
      break;
  }
  if (/^\{.*\}$/s.test(text)) {
    const inner = text.slice(1, -1);
    return inner === ''
      ? []
      : inner.split(/(?<!\\),/).map(item => typed(item.replace(/\\,/g, ',')));
  }
  return /^-?[1-9]\d*$/.test(text) ? BigInt(text) : text;
}

function replaceAt(
  root: unknown,
  path: readonly (string | number)[],
  value: unknown,
  name: string,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value;
  }
  if (typeof key === 'number') {
    if (key > 65536) {
      throw new RenderError(
        `failed parsing --set data: index of ${key} in ${name} is too big`,
      );
    }
    const list = Array.isArray(root) ? [...(root as readonly unknown[])] : [];
    while (list.length < key) {
      list.push(null);
    }
    list[key] = replaceAt(list[key], rest, value, name);
    return list;
  }
  const map = isObject(root) ? root : {};
  return { ...map, [key]: replaceAt(map[key], rest, value, name) };
}
