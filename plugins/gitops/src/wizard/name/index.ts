export { componentNameFormField } from './componentNameFormField';
