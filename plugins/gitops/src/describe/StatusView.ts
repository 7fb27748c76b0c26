/** How a status looks: never by tone alone, always with a text. */
export interface StatusView {
  readonly tone: 'ok' | 'warning' | 'error' | 'running' | 'neutral';
  readonly icon:
    | 'check'
    | 'alert'
    | 'cross'
    | 'heart'
    | 'spin'
    | 'clock'
    | 'play'
    | 'skip'
    | 'stop'
    | 'dot'
    | 'history'
    | 'pause'
    | 'dash';
  readonly text: string;
}
