import type { Surroundings } from './Surroundings';
import type { Command, Operand, Pipeline, Span, Template } from './syntax';
import { TemplateError } from './TemplateError';
import { lineOf } from './tokenize';
import { TooDeep } from './TooDeep';
import { isMap, isTrue, Struct, typeOf, type Value } from './value';

/** Finds out the values of pipelines in one template, and keeps its variables. */
export class Evaluator {
  readonly #variables: { readonly name: string; value: Value }[];

  constructor(
    private readonly template: Template,
    private readonly around: Surroundings,
    data: Value,
  ) {
    this.#variables = [{ name: '$', value: data }];
  }

  /** Declares or sets a variable, whichever the pipeline says. */
  bind(pipeline: Pipeline, name: string, value: Value): void {
    if (pipeline.assigns) {
      this.#assign(name, value);
    } else {
      this.#variables.push({ name, value });
    }
  }

  #assign(name: string, value: Value): void {
    const variable = this.#variables.findLast(item => item.name === name);
    if (variable) {
      variable.value = value;
    }
  }

  /** Variables that are declared inside are gone afterwards. */
  scoped<T>(work: () => T): T {
    const mark = this.#variables.length;
    try {
      return work();
    } finally {
      this.#variables.length = mark;
    }
  }

  /** The value of a pipeline; its variables are set. */
  pipeline(pipeline: Pipeline, dot: Value): Value {
    const value = this.evaluate(pipeline, dot);
    for (const name of pipeline.variables) {
      this.bind(pipeline, name, value);
    }
    return value;
  }

  evaluate({ commands }: Pipeline, dot: Value): Value {
    return commands.reduce<readonly Value[]>(
      (piped, command) => [this.#command(command, dot, piped)],
      [],
    )[0];
  }

  #command({ operands }: Command, dot: Value, piped: readonly Value[]): Value {
    const [first, ...rest] = operands;
    if (first.type === 'function') {
      return this.#call(first, rest, dot, piped);
    }
    const args = () => [
      ...rest.map(operand => this.#operand(operand, dot)),
      ...piped,
    ];
    if (first.type === 'field' || first.type === 'variable') {
      return this.#operand(first, dot, args());
    }
    if (rest.length > 0 || piped.length > 0) {
      throw this.problem(
        first.span,
        `can't give argument to non-function ${this.#text(first.span)}`,
      );
    }
    return this.#operand(first, dot);
  }

  #call(
    { name, span }: Extract<Operand, { type: 'function' }>,
    operands: readonly Operand[],
    dot: Value,
    piped: readonly Value[],
  ): Value {
    if (name === 'and' || name === 'or') {
      let value: Value = piped[0];
      for (const operand of operands) {
        value = this.#operand(operand, dot);
        if (isTrue(value) === (name === 'or')) {
          return value;
        }
      }
      return piped.length > 0 ? piped[0] : value;
    }
    const args = [
      ...operands.map(operand => this.#operand(operand, dot)),
      ...piped,
    ];
    const call = this.around.functions[name];
    if (!call) {
      throw this.problem(span, `function "${name}" not defined`);
    }
    return this.#guard(span, name, () => call(...args.map(arg => arg ?? null)));
  }

  #guard(span: Span, name: string, work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (error instanceof TooDeep) {
        throw error;
      }
      const message = error instanceof Error ? error.message : String(error);
      throw this.problem(span, `error calling ${name}: ${message}`, error);
    }
  }

  #operand(operand: Operand, dot: Value, args: readonly Value[] = []): Value {
    switch (operand.type) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'literal':
        return operand.value;
      case 'function':
        return this.#call(operand, [], dot, []);
      case 'field':
        return this.#path(dot, operand, args);
      case 'variable': {
        const variable = this.#variables.findLast(
          ({ name }) => name === operand.name,
        );
        return this.#path(variable?.value, operand, args);
      }
      default:
        return this.#path(this.evaluate(operand.pipeline, dot), operand, args);
    }
  }

  #path(
    start: Value,
    { path, span }: { readonly path: readonly string[]; readonly span: Span },
    args: readonly Value[],
  ): Value {
    if (path.length === 0 && args.length > 0) {
      throw this.problem(
        span,
        `${this.#text(span)} is not a method but has arguments`,
      );
    }
    return path.reduce<Value>(
      (value, name, index) =>
        this.#field(value, name, span, index === path.length - 1 ? args : []),
      start,
    );
  }

  #field(
    value: Value,
    name: string,
    span: Span,
    args: readonly Value[],
  ): Value {
    if (value === undefined && this.around.missingKey === 'default') {
      return undefined;
    }
    if (value === undefined || value === null) {
      throw this.problem(span, `nil pointer evaluating interface {}.${name}`);
    }
    if (value instanceof Struct) {
      const method = value.methods[name];
      if (method) {
        return this.#guard(span, name, () => method(...args));
      }
      if (!Object.hasOwn(value.fields, name)) {
        throw this.problem(
          span,
          `can't evaluate field ${name} in type ${value.typeName}`,
        );
      }
      return value.fields[name];
    }
    if (!isMap(value)) {
      throw this.problem(
        span,
        `can't evaluate field ${name} in type ${typeOf(value)}`,
      );
    }
    if (args.length > 0) {
      throw this.problem(span, `${name} is not a method but has arguments`);
    }
    if (value.has(name)) {
      return value.get(name);
    }
    switch (this.around.missingKey) {
      case 'error':
        throw this.problem(span, `map has no entry for key "${name}"`);
      case 'zero':
        return null;
      default:
        return undefined;
    }
  }

  #text({ start, end }: Span): string {
    return this.template.source.slice(start, end);
  }

  problem(span: Span, message: string, cause?: unknown): TemplateError {
    const { file, name, source } = this.template;
    const column = span.start - (source.lastIndexOf('\n', span.start - 1) + 1);
    return new TemplateError(
      `template: ${file}:${lineOf(source, span.start)}:${column}: executing "${name}" at <${this.#text(span)}>: ${message}`,
      { cause },
    );
  }
}
