import { TemplateError } from './TemplateError';

/** Templates that call each other for ever. It passes through all callers as it is: their places say nothing more. */
export class TooDeep extends TemplateError {}
