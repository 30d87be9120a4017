// Stands in the bundle for src/util/load-library.ts: the same libraries, each made ready when it is asked for.
// oxlint-disable typescript/no-require-imports -- the bundler follows them, and makes nothing ready before it is asked for
exports.loadLibrary = (name) => {
  switch (name) {
    case 'json-p3':
      return require('json-p3');
    case 'ajv/dist/2020.js':
      return require('ajv/dist/2020.js');
    default:
      throw new Error(`${name} is not in the bundle`);
  }
};
