const longest = 300;

/**
 * What went wrong with another system, for people: it begins with the system's name and carries nothing secret, whatever the
 * error says.
 */
export function describeUpstreamError(system: string, error: unknown): string {
  const text = redact(error instanceof Error ? error.message : String(error));
  return text.includes(system)
    ? text
    : `${system} could not be asked: ${text || 'no reason given'}`;
}

function redact(text: string): string {
  const clean = text
    .replace(/(\w+:\/\/)[^/\s@]+@/g, '$1')
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 …')
    .replace(
      /((?:token|password|secret|authorization)["']?\s*[=:]\s*)\S+/gi,
      '$1…',
    )
    .replace(/\b(?:glpat-|ghp_|github_pat_|eyJ)[\w.-]+/g, '…');
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}
