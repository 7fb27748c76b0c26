export { sealedSecretsFormField } from './sealedSecretsFormField';
