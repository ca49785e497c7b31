/**
 * Makes the conversion of one stream steady: for each piece as many samples come out as went in,
 * times `ratio`, so that a 20 ms frame stays a 20 ms frame. The filter withholds some output at the
 * very beginning; it is replaced by silence, which delays the whole stream by that much.
 *
 * @param convert returns the output that is complete, and the rest with the next piece
 * @param ratio output rate divided by input rate
 */
export function steadyResampler(
  convert: (samples: Int16Array) => Int16Array,
  ratio = 1,
): (samples: Int16Array) => Int16Array {
  let ready = new Int16Array(0);
  return (samples) => {
    const converted = convert(samples);
    const all = new Int16Array(ready.length + converted.length);
    all.set(ready);
    all.set(converted, ready.length);
    const output = new Int16Array(Math.floor(samples.length * ratio));
    const missing = Math.max(0, output.length - all.length);
    output.set(all.subarray(0, output.length), missing);
    ready = all.slice(output.length - missing);
    return output;
  };
}
