export type {
  CertificateConfig,
  CertificateSource,
  GitopsConfig,
} from './GitopsConfig';
export { readGitopsConfig } from './readGitopsConfig';
