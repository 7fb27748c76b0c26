/** Where a field's validation reports: the part of rjsf's `FieldValidation` that is used. */
export interface FieldErrors {
  addError(message: string): void;
}
