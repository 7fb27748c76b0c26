export { ComponentOwners } from './ComponentOwners';
export { ownersOf } from './ownersOf';
