import { Mono } from '../common';

/** A sentence in which the image tags stand out. */
export function EmphasizedTags(props: {
  text: string;
  tags: readonly string[];
}) {
  const { text, tags } = props;
  const words = text.split(/([\s,;:“”"'()]+)/);
  const known = new Set(tags);
  return (
    <>
      {words.map((word, index) =>
        known.has(word.replace(/\.$/, '')) ? (
          <Mono key={index}>{word}</Mono>
        ) : (
          word
        ),
      )}
    </>
  );
}
