export { gitopsFormFieldsModule } from './gitopsFormFieldsModule';
