/** gRPC codes as Argo CD's gateway writes them, and their HTTP status. */
const httpStatus = {
  unknown: { code: 2, status: 500 },
  invalidArgument: { code: 3, status: 400 },
  notFound: { code: 5, status: 404 },
  permissionDenied: { code: 7, status: 403 },
  failedPrecondition: { code: 9, status: 400 },
  unimplemented: { code: 12, status: 501 },
  unauthenticated: { code: 16, status: 401 },
} as const;

/** An answer of Argo CD that is not a success; `message` is what the client reads. */
export class ArgocdError extends Error {
  override readonly name = 'ArgocdError';

  constructor(
    readonly kind: keyof typeof httpStatus,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get status(): number {
    return httpStatus[this.kind].status;
  }

  /** The gateway's body. */
  toJSON() {
    const { code } = httpStatus[this.kind];
    return { error: this.message, code, message: this.message };
  }
}
