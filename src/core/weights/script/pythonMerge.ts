/** The part of a generated script that looks at numbers: merging, rounding, and the search for what is not finite. */
export const pythonMerge = String.raw`# Rows that are merged at a time, in elements, so that the float64 values in between stay small.
BAND = 2**22


def merged(values: Any, dtype: str, start: int, merge: Merge, stored: dict[str, Stored]) -> Any:
    """Return matrix + scale * left @ right. Each product and sum is rounded to float64 on its own, in the order of the rank, and the
    result once to the matrix's type: @ would not promise that, and every converter shall write the same bytes."""
    left, right = stored[merge.left], stored[merge.right]
    rank, cols = right.shape[-2:]
    wide_rows = Stored(right.path, right.dtype, [rank, cols], right.begin, right.end)
    tall_rows = Stored(left.path, left.dtype, [left.shape[-2], rank], left.begin, left.end)
    step = max(1, BAND // max(cols, 1))
    # Infinities and NaN are looked for afterwards, in what comes out.
    with np.errstate(all="ignore"):
        wide = numbers(read_rows(wide_rows, 0, rank), right.dtype).reshape(rank, cols)
        for row in range(0, len(values), step):
            band = values[row : row + step]
            tall = numbers(read_rows(tall_rows, start + row, start + row + len(band)), left.dtype).reshape(-1, rank)
            total = tall[:, :1] * wide[:1]
            for k in range(1, rank):
                total += tall[:, k : k + 1] * wide[k : k + 1]
            total *= merge.scale
            total += numbers(band, dtype)
            values[row : row + step] = rounded(total, dtype)
    return values


def numbers(bits: Any, dtype: str) -> Any:
    """Return stored elements as float64, which holds each of them exactly."""
    if dtype == "BF16":
        return (bits.astype("<u4") << 16).view("<f4").astype("<f8")
    return bits.view("<f" + str(DTYPES[dtype])).astype("<f8")


def rounded(values: Any, dtype: str) -> Any:
    """Round float64 once, to nearest with ties to even, and return the elements as unsigned integers. All NaN become one."""
    if dtype == "F64":
        return np.where(np.isnan(values), np.uint64(0x7FF8000000000000), values.view("<u8"))
    near = values.astype("<f4")
    bits = near.view("<u4")
    if dtype == "F32":
        return np.where(np.isnan(values), np.uint32(0x7FC00000), bits)
    # By way of float32 it would be rounded twice; cut off there with the last bit set if anything was lost, it is not.
    wide = near.astype("<f8")
    odd = bits - (np.abs(wide) > np.abs(values)).astype("<u4")
    odd |= (wide != values).astype("<u4")
    if dtype == "F16":
        halves = odd.view("<f4").astype("<f2").view("<u2")
        return np.where(np.isnan(values), np.uint16(0x7E00), halves)
    halves = ((odd + np.uint32(0x7FFF) + ((odd >> 16) & 1)) >> 16).astype("<u2")
    return np.where(np.isnan(values), np.uint16(0x7FC0), halves)


def check_finite(piece: Piece, values: Any, dtype: str, start: int) -> None:
    """Refuse NaN and infinity, which a good checkpoint does not hold; --allow-nonfinite takes them over."""
    parts, mask = (values.view("<u4"), EXPONENTS["F32"]) if dtype == "C64" else (values, EXPONENTS.get(dtype))
    if mask is None or OPTIONS["allow_nonfinite"]:
        return
    bad = np.asarray((parts & parts.dtype.type(mask)) == mask)
    if bad.any():
        first = [int(at) for at in np.unravel_index(int(bad.argmax()), bad.shape)]
        if first:
            first[0] += start
        what = piece.source if piece.merge is None else f"{piece.source}, merged with {piece.merge.left} and {piece.merge.right},"
        fail(
            f"{what} holds {int(bad.sum())} elements that are NaN or infinite, the first at {first}. "
            "Download or export the checkpoint again; to take the values over as they are, pass --allow-nonfinite."
        )


OPTIONS = {"allow_nonfinite": False}
`;
