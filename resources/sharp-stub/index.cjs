module.exports = () => {
  throw new Error('This app reads no images: sharp is left out (docs/decisions/0008-no-sharp.md).');
};
