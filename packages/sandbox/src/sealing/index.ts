export { createSealingServer } from './createSealingServer';
export { openSealingKeys, type SealingKeys } from './SealingKeys';
export { unseal } from './unseal';
