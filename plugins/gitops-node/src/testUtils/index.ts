/**
 * Contract suites: every provider, the sandbox and the real systems run them.
 * @packageDocumentation
 */
export {};
