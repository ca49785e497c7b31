import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VOCABULARY = ['<pad>', '|', ...'abcdefghijklmnopqrstuvwxyz'];

/**
 * Writes a model of a few hundred bytes that transformers.js and ONNX Runtime accept as a
 * recogniser: whatever it hears, it returns `words`. It replaces real weights, of which the
 * smallest take 28 MB.
 *
 * @param words lower-case letters and spaces
 */
export function writeTinyRecogniser(folder: string, words: string): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const json = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(value));
  json('config.json', {
    model_type: 'wav2vec2',
    architectures: ['Wav2Vec2ForCTC'],
    vocab_size: VOCABULARY.length,
  });
  json('preprocessor_config.json', {
    feature_extractor_type: 'Wav2Vec2FeatureExtractor',
    do_normalize: true,
    feature_size: 1,
    sampling_rate: 16_000,
  });
  json('tokenizer_config.json', {
    tokenizer_class: 'Wav2Vec2CTCTokenizer',
    pad_token: '<pad>',
    word_delimiter_token: '|',
  });
  json('tokenizer.json', {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'CTC', pad_token: '<pad>', word_delimiter_token: '|', cleanup: true },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])),
      merges: [],
    },
  });
  writeFileSync(join(folder, 'onnx', 'model_quantized.onnx'), onnxThatSays(words));
}

/** A graph without arithmetic, whose output is a constant. */
function onnxThatSays(words: string): Buffer {
  // A pad between letters, so that double letters stay double.
  const frames = [...words].flatMap((letter) => [letter === ' ' ? '|' : letter, '<pad>']);
  const logits = Buffer.alloc(4 * frames.length * VOCABULARY.length);
  for (const [frame, token] of frames.entries()) {
    const id = VOCABULARY.indexOf(token);
    logits.writeFloatLE(10, 4 * (frame * VOCABULARY.length + id));
  }
  const shape = [1, frames.length, VOCABULARY.length];
  const constant = [
    ...shape.map((size) => number(1, size)),
    number(2, 1),
    bytes(8, 'constant'),
    bytes(9, logits),
  ];
  const node = [bytes(1, 'constant'), bytes(2, 'logits'), bytes(3, 'say'), bytes(4, 'Identity')];
  const graph = [
    bytes(1, Buffer.concat(node)),
    bytes(2, 'tiny'),
    bytes(5, Buffer.concat(constant)),
    bytes(11, valueInfo('input_values', ['batch', 'samples'])),
    bytes(12, valueInfo('logits', shape)),
  ];
  const opset = Buffer.concat([bytes(1, ''), number(2, 13)]);
  return Buffer.concat([number(1, 8), bytes(7, Buffer.concat(graph)), bytes(8, opset)]);
}

function valueInfo(name: string, shape: readonly (string | number)[]): Buffer {
  const sizes = shape.map((size) =>
    bytes(1, typeof size === 'number' ? number(1, size) : bytes(2, size)),
  );
  const tensor = Buffer.concat([number(1, 1), bytes(2, Buffer.concat(sizes))]);
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, tensor))]);
}

/** A protobuf field with a number. */
function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

/** A protobuf field with a length. */
function bytes(field: number, value: string | Buffer): Buffer {
  const data = Buffer.from(value);
  return Buffer.concat([varint((field << 3) | 2), varint(data.length), data]);
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) out.push((rest & 127) | 128);
  out.push(rest);
  return Buffer.from(out);
}
