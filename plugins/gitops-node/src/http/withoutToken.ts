/** What another system says, without our token: a proxy in between may repeat headers in its error page. @public */
export function withoutToken(text: string, token: string | undefined): string {
  return token ? text.split(token).join('[token]') : text;
}
