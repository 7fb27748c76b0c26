import {
  assignYaml,
  setKustomizeAnnotations,
  setKustomizeImages,
} from './editYaml';
import { parseYqExpression } from './parseYqExpression';
import { parseImageOverride } from './recogniseCommand';

const assign = (source: string, expression: string) =>
  assignYaml(
    source,
    parseYqExpression(
      expression,
      name => ({ TAG: '01234567', N: '3' })[name],
    ) ?? [],
  );

describe('setKustomizeImages', () => {
  it.each<[string, string, string, string]>([
    [
      'keeps comments, order and quotes where it adds a key',
      '# top\nimages:\n- name: a # one\n  newTag: "old"   # why\n\n- {name: b, newTag: x}\n',
      'a=r/a:new',
      '# top\nimages:\n- name: a # one\n  newTag: "new" # why\n  newName: r/a\n\n- { name: b, newTag: x }\n',
    ],
    [
      'changes nothing but the tag',
      '# top\nimages:\n- name: a # one\n  newName: r/a\n  newTag: old   # why\n\n- {name: b, newTag: x}\n',
      'a=r/a:new',
      '# top\nimages:\n- name: a # one\n  newName: r/a\n  newTag: new   # why\n\n- {name: b, newTag: x}\n',
    ],
    [
      'quotes a tag that would be a number',
      'images:\n- name: a\n  newTag: old\n',
      'a:01234567',
      'images:\n- name: a\n  newTag: "01234567"\n',
    ],
    [
      'quotes a tag that would be a power of ten',
      'images:\n- name: a\n  newTag: old\n',
      'a:1234e567',
      'images:\n- name: a\n  newTag: "1234e567"\n',
    ],
    [
      'quotes a tag that only YAML 1.1 takes for a number',
      'images:\n- name: a\n  newTag: old\n- name: b\n',
      'a:0b110101',
      'images:\n- name: a\n  newTag: "0b110101"\n- name: b\n',
    ],
    [
      'quotes it where it adds the key, too',
      'images:\n- name: a\n',
      'a:0b110101',
      'images:\n- name: a\n  newTag: "0b110101"\n',
    ],
    [
      'adds an image',
      'images:\n- name: a\n  newTag: x\n',
      'b=r/b:1',
      'images:\n- name: a\n  newTag: x\n- name: b\n  newName: r/b\n  newTag: "1"\n',
    ],
    [
      'adds the list',
      'resources:\n  - a.yaml\n',
      'b=r/b:v1',
      'resources:\n  - a.yaml\nimages:\n  - name: b\n    newName: r/b\n    newTag: v1\n',
    ],
    [
      'puts a digest in the place of a tag',
      'images:\n- name: a\n  newTag: x\n',
      'a@sha256:abc',
      'images:\n- name: a\n  digest: sha256:abc\n',
    ],
  ])('%s', (_, source, argument, expected) => {
    const images = [parseImageOverride(argument)];
    const once = setKustomizeImages(source, images);
    expect(once).toBe(expected);
    expect(setKustomizeImages(once, images)).toBe(once);
  });
});

it('setKustomizeAnnotations adds and replaces', () => {
  const once = setKustomizeAnnotations('# top\nresources: [a]\n', { at: '1' });
  expect(once).toContain('commonAnnotations:\n  at: "1"\n');
  expect(setKustomizeAnnotations(once, { at: '2' })).toBe(
    once.replace('"1"', '"2"'),
  );
});

describe('a yq assignment', () => {
  it.each<[string, string, string, string]>([
    [
      'of a variable',
      'image:\n  tag: old # c\n',
      '.image.tag = strenv(TAG)',
      'image:\n  tag: "01234567" # c\n',
    ],
    ['of a literal', 'a: {b: 1}\n', '.a.b = "x"', 'a: {b: x}\n'],
    ['of a number', 'n: 1 # c\n', '.n = env(N)', 'n: 3 # c\n'],
    ['of two', 'a: 1\nb: 2\n', '.a = 3 | .b = true', 'a: 3\nb: true\n'],
    ['by index', 'l:\n- a\n- b\n', '.l[1] = "c"', 'l:\n- a\n- c\n'],
    [
      'by selection',
      'images:\n- name: a\n  newTag: x\n- name: b\n  newTag: y\n',
      '(.images[] | select(.name == "b") | .newTag) = strenv(TAG)',
      'images:\n- name: a\n  newTag: x\n- name: b\n  newTag: "01234567"\n',
    ],
    [
      'of a key with a dash',
      'a-b:\n  c: 1\n',
      '."a-b".c = 2',
      'a-b:\n  c: 2\n',
    ],
    ['of a new key', 'a:\n  b: 1\n', '.a.c = "x"', 'a:\n  b: 1\n  c: x\n'],
  ])('%s', (_, source, expression, expected) => {
    expect(assign(source, expression)).toBe(expected);
  });

  it.each([
    'del(.a)',
    '.a',
    '.a |= . + 1',
    '.a += 1',
    'with(.a; .b = 1)',
    '. *= load("x")',
  ])('is not read into %s', expression => {
    expect(parseYqExpression(expression, () => undefined)).toBeUndefined();
  });
});
