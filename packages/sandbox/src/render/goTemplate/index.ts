export { executeTemplate } from './execute';
export { parseTemplate } from './parse';
export type { Surroundings } from './Surroundings';
export type { Template } from './syntax';
export { TemplateError } from './TemplateError';
export {
  deepCopy,
  isMap,
  Struct,
  toJson,
  toValue,
  type TemplateFunction,
  type Value,
  type ValueMap,
} from './value';
