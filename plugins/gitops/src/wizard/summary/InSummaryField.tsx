/** Nothing to see: its property alone matters. */
export const InSummaryField = () => null;
