/**
 * A local world for Slipway, for tests and for the first run.
 * @packageDocumentation
 */
export { startSandbox } from './startSandbox';
