/** A stylesheet as the text that it is bundled as. */
declare module '*.css' {
  const text: string;
  export default text;
}
