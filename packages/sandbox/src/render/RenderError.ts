/** Manifests that cannot be generated; the message is what the application's ComparisonError says. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}
