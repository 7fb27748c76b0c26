import type { TemplateFunction, Value } from '../value';
import { asFloat, asIndex, asInteger } from './convert';

const fold =
  (work: (a: bigint, b: bigint) => bigint): TemplateFunction =>
  (first, ...others) =>
    others.map(asInteger).reduce(work, asInteger(first));

const divided = (a: bigint, b: bigint) => {
  if (b === 0n) {
    throw new Error('integer divide by zero');
  }
  return a / b;
};

const rounding =
  (round: (value: number) => number): TemplateFunction =>
  value =>
    round(asFloat(value));

const floats =
  (work: (a: number, b: number) => number): TemplateFunction =>
  (...values: readonly Value[]) =>
    values.map(asFloat).reduce(work);

/** Sprig's functions on numbers. */
export const numbers: Readonly<Record<string, TemplateFunction>> = {
  int: asInteger,
  int64: asInteger,
  float64: asFloat,
  atoi: asInteger,
  toDecimal: value => BigInt(Number.parseInt(String(value), 8) || 0),
  add: (...values) => values.map(asInteger).reduce((a, b) => a + b, 0n),
  add1: value => asInteger(value) + 1n,
  sub: fold((a, b) => a - b),
  mul: fold((a, b) => a * b),
  div: fold(divided),
  mod: (a, b) =>
    asInteger(a) - divided(asInteger(a), asInteger(b)) * asInteger(b),
  max: fold((a, b) => (a > b ? a : b)),
  min: fold((a, b) => (a < b ? a : b)),
  addf: floats((a, b) => a + b),
  subf: floats((a, b) => a - b),
  mulf: floats((a, b) => a * b),
  divf: floats((a, b) => a / b),
  floor: rounding(Math.floor),
  ceil: rounding(Math.ceil),
  round: (value, places) => {
    const factor = 10 ** asIndex(places);
    return Math.round(asFloat(value) * factor) / factor;
  },
};
