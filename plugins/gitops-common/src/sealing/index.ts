export { checkSealedValue } from './checkSealedValue';
export { readCertificate, type SealingKey } from './readCertificate';
export {
  sealedSecretManifest,
  type SealedSecretManifest,
  type SealedSecretMetadata,
  sealSecret,
  type SealSecretInput,
} from './sealSecret';
export {
  sealingAnnotations,
  type SealingScope,
  type SealingTarget,
} from './SealingScope';
export { sealValue, type SealValueInput } from './sealValue';
