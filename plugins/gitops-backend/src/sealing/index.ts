export { SealingCertificates } from './SealingCertificates';
