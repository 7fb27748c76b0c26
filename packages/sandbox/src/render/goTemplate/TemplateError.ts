import { RenderError } from '../RenderError';

/** A template that cannot be read or executed; the message begins with file and line, as Go's does. */
export class TemplateError extends RenderError {}
