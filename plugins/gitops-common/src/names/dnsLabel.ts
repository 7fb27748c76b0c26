/** Longest RFC 1123 label. */
export const dnsLabelLength = 63;

/** RFC 1123 label, as Kubernetes wants for namespaces. */
export function isDnsLabel(text: string): boolean {
  return (
    text.length <= dnsLabelLength &&
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text)
  );
}
