export { decideDrift, type DecideDriftInput } from './decideDrift';
export { resolveImages, type ResolveImagesInput } from './resolveImages';
export {
  revisionsToResolve,
  type RevisionsToResolve,
} from './revisionsToResolve';
