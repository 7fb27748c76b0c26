export {
  defaultEnvironmentLabel,
  findEnvironment,
  type FindEnvironmentOptions,
} from './findEnvironment';
