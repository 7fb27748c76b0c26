/**
 * The contract suite of the Argo CD actions: test doubles, the sandbox and the real Argo CD run it.
 * @packageDocumentation
 */
export {
  argocdActionsContract,
  type ArgocdActionsContractCase,
} from './argocdActionsContract';
export type { ArgocdActionsWorld } from './ArgocdActionsWorld';
