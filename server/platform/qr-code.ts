import qrcode from "qrcode-generator";

/** The dark squares of a QR code for an address, row by row; medium error correction, for print (ISO/IEC 18004). */
export function qrSquares(text: string): boolean[][] {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  return Array.from({ length: size }, (_row, y) =>
    Array.from({ length: size }, (_column, x) => code.isDark(y, x)),
  );
}
