/**
 * Builders and test doubles, for tests under Node.
 * @packageDocumentation
 */
export {
  aDeployment,
  aHistoryEntry,
  anApplication,
  anEvent,
  aRun,
  aSha,
} from './builders';
export {
  aSealingCertificate,
  type SealingCertificateFixture,
} from './aSealingCertificate';
export { unseal } from './unseal';
