;; Transposes a matrix of 1-, 2-, 4- or 8-byte elements in linear memory with 128-bit SIMD.
;; Built by scripts/generateKernel.ts into transposeKernel.generated.ts; a test builds it again and compares.
;;
;; Blocks of 8 x 8 (8 and 16 bits), 4 x 4 (32 bits) and 2 x 2 (64 bits) are transposed in registers by interleaving
;; rows pairwise, then pairs, then fours. Tiles of 256 x 256 keep source and destination in the second-level cache;
;; inside a tile the destination is written in order, which measured 1.5 to 2.3 times faster than reading in order.
(module
  (memory (export "memory") 1 65536)

  ;; Transposes one block of 8 x 8 elements of 8 bits at s into d.
  (func $block8 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (local.set $a0 (v128.load64_zero (local.get $s)))
    (local.set $a1 (v128.load64_zero (i32.add (local.get $s) (local.get $sp))))
    (local.set $a2 (v128.load64_zero (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 2)))))
    (local.set $a3 (v128.load64_zero (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 3)))))
    (local.set $a4 (v128.load64_zero (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 4)))))
    (local.set $a5 (v128.load64_zero (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 5)))))
    (local.set $a6 (v128.load64_zero (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 6)))))
    (local.set $a7 (v128.load64_zero (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 7)))))
    (local.set $a0 (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $a0) (local.get $a1)))
    (local.set $a2 (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $a2) (local.get $a3)))
    (local.set $a4 (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $a4) (local.get $a5)))
    (local.set $a6 (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $a6) (local.get $a7)))
    (local.set $a1 (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $a0) (local.get $a2)))
    (local.set $a0 (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a0) (local.get $a2)))
    (local.set $a5 (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $a4) (local.get $a6)))
    (local.set $a4 (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a4) (local.get $a6)))
    ;; a0, a1 now hold rows 0-3 and a4, a5 rows 4-7, as 32-bit lanes of columns 0-3 and 4-7.
    (local.set $a2 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a0) (local.get $a4)))
    (local.set $a3 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a0) (local.get $a4)))
    (local.set $a6 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a1) (local.get $a5)))
    (local.set $a7 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a1) (local.get $a5)))
    (v128.store64_lane 0 (local.get $d) (local.get $a2))
    (v128.store64_lane 1 (i32.add (local.get $d) (local.get $dp)) (local.get $a2))
    (v128.store64_lane 0 (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 2))) (local.get $a3))
    (v128.store64_lane 1 (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 3))) (local.get $a3))
    (v128.store64_lane 0 (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 4))) (local.get $a6))
    (v128.store64_lane 1 (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 5))) (local.get $a6))
    (v128.store64_lane 0 (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 6))) (local.get $a7))
    (v128.store64_lane 1 (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 7))) (local.get $a7))
  )

  ;; Transposes one block of 8 x 8 elements of 16 bits at s into d.
  (func $block16 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128) (local $b4 v128) (local $b5 v128) (local $b6 v128) (local $b7 v128)
    (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128) (local $c4 v128) (local $c5 v128) (local $c6 v128) (local $c7 v128)
    (local.set $a0 (v128.load (local.get $s)))
    (local.set $a1 (v128.load (i32.add (local.get $s) (local.get $sp))))
    (local.set $a2 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 2)))))
    (local.set $a3 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 3)))))
    (local.set $a4 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 4)))))
    (local.set $a5 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 5)))))
    (local.set $a6 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 6)))))
    (local.set $a7 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 7)))))
    (local.set $b0 (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a0) (local.get $a1)))
    (local.set $b1 (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $a0) (local.get $a1)))
    (local.set $b2 (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a2) (local.get $a3)))
    (local.set $b3 (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $a2) (local.get $a3)))
    (local.set $b4 (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a4) (local.get $a5)))
    (local.set $b5 (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $a4) (local.get $a5)))
    (local.set $b6 (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a6) (local.get $a7)))
    (local.set $b7 (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $a6) (local.get $a7)))
    (local.set $c0 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $b0) (local.get $b2)))
    (local.set $c1 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $b0) (local.get $b2)))
    (local.set $c2 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $b1) (local.get $b3)))
    (local.set $c3 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $b1) (local.get $b3)))
    (local.set $c4 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $b4) (local.get $b6)))
    (local.set $c5 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $b4) (local.get $b6)))
    (local.set $c6 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $b5) (local.get $b7)))
    (local.set $c7 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $b5) (local.get $b7)))
    (v128.store (local.get $d) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c0) (local.get $c4)))
    (v128.store (i32.add (local.get $d) (local.get $dp)) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c0) (local.get $c4)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 2))) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c1) (local.get $c5)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 3))) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c1) (local.get $c5)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 4))) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c2) (local.get $c6)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 5))) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c2) (local.get $c6)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 6))) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c3) (local.get $c7)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 7))) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c3) (local.get $c7)))
  )

  ;; Transposes one block of 4 x 4 elements of 32 bits at s into d.
  (func $block32 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)
    (local.set $a0 (v128.load (local.get $s)))
    (local.set $a1 (v128.load (i32.add (local.get $s) (local.get $sp))))
    (local.set $a2 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 2)))))
    (local.set $a3 (v128.load (i32.add (local.get $s) (i32.mul (local.get $sp) (i32.const 3)))))
    (local.set $b0 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a0) (local.get $a1)))
    (local.set $b1 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a0) (local.get $a1)))
    (local.set $b2 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a2) (local.get $a3)))
    (local.set $b3 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a2) (local.get $a3)))
    (v128.store (local.get $d) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $b0) (local.get $b2)))
    (v128.store (i32.add (local.get $d) (local.get $dp)) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $b0) (local.get $b2)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 2))) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $b1) (local.get $b3)))
    (v128.store (i32.add (local.get $d) (i32.mul (local.get $dp) (i32.const 3))) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $b1) (local.get $b3)))
  )

  ;; Transposes one block of 2 x 2 elements of 64 bits at s into d.
  (func $block64 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32)
    (local $a0 v128) (local $a1 v128)
    (local.set $a0 (v128.load (local.get $s)))
    (local.set $a1 (v128.load (i32.add (local.get $s) (local.get $sp))))
    (v128.store (local.get $d) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a0) (local.get $a1)))
    (v128.store (i32.add (local.get $d) (local.get $dp)) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a0) (local.get $a1)))
  )

  ;; Element by element: the rows and columns that do not fill a block of 8-bit elements.
  (func $edge8 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $from i32) (local $to i32)
    (if (i32.eqz (local.get $rows)) (then (return)))
    (block $done (loop $column
      (br_if $done (i32.eqz (local.get $cols)))
      (local.set $r (local.get $rows))
      (local.set $from (local.get $s))
      (local.set $to (local.get $d))
      (loop $row
        (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $sp)))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (br_if $row (local.tee $r (i32.sub (local.get $r) (i32.const 1)))))
      (local.set $s (i32.add (local.get $s) (i32.const 1)))
      (local.set $d (i32.add (local.get $d) (local.get $dp)))
      (local.set $cols (i32.sub (local.get $cols) (i32.const 1)))
      (br $column))))

  ;; One tile of 8-bit elements: whole blocks, then the two edges.
  (func $tile8 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $c i32) (local $wholeRows i32) (local $wholeCols i32)
    (local.set $wholeRows (i32.and (local.get $rows) (i32.const -8)))
    (local.set $wholeCols (i32.and (local.get $cols) (i32.const -8)))
    (block $done (loop $column
      (br_if $done (i32.ge_u (local.get $c) (local.get $wholeCols)))
      (local.set $r (i32.const 0))
      (block $next (loop $row
        (br_if $next (i32.ge_u (local.get $r) (local.get $wholeRows)))
        (call $block8
          (i32.add (i32.add (local.get $s) (i32.mul (local.get $r) (local.get $sp))) (i32.mul (local.get $c) (i32.const 1)))
          (local.get $sp)
          (i32.add (i32.add (local.get $d) (i32.mul (local.get $c) (local.get $dp))) (i32.mul (local.get $r) (i32.const 1)))
          (local.get $dp))
        (local.set $r (i32.add (local.get $r) (i32.const 8)))
        (br $row)))
      (local.set $c (i32.add (local.get $c) (i32.const 8)))
      (br $column)))
    (call $edge8
      (i32.add (local.get $s) (i32.mul (local.get $wholeRows) (local.get $sp))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeRows) (i32.const 1))) (local.get $dp)
      (i32.sub (local.get $rows) (local.get $wholeRows)) (local.get $cols))
    (call $edge8
      (i32.add (local.get $s) (i32.mul (local.get $wholeCols) (i32.const 1))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeCols) (local.get $dp))) (local.get $dp)
      (local.get $wholeRows) (i32.sub (local.get $cols) (local.get $wholeCols))))

  ;; Element by element: the rows and columns that do not fill a block of 16-bit elements.
  (func $edge16 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $from i32) (local $to i32)
    (if (i32.eqz (local.get $rows)) (then (return)))
    (block $done (loop $column
      (br_if $done (i32.eqz (local.get $cols)))
      (local.set $r (local.get $rows))
      (local.set $from (local.get $s))
      (local.set $to (local.get $d))
      (loop $row
        (i32.store16 (local.get $to) (i32.load16_u (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $sp)))
        (local.set $to (i32.add (local.get $to) (i32.const 2)))
        (br_if $row (local.tee $r (i32.sub (local.get $r) (i32.const 1)))))
      (local.set $s (i32.add (local.get $s) (i32.const 2)))
      (local.set $d (i32.add (local.get $d) (local.get $dp)))
      (local.set $cols (i32.sub (local.get $cols) (i32.const 1)))
      (br $column))))

  ;; One tile of 16-bit elements: whole blocks, then the two edges.
  (func $tile16 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $c i32) (local $wholeRows i32) (local $wholeCols i32)
    (local.set $wholeRows (i32.and (local.get $rows) (i32.const -8)))
    (local.set $wholeCols (i32.and (local.get $cols) (i32.const -8)))
    (block $done (loop $column
      (br_if $done (i32.ge_u (local.get $c) (local.get $wholeCols)))
      (local.set $r (i32.const 0))
      (block $next (loop $row
        (br_if $next (i32.ge_u (local.get $r) (local.get $wholeRows)))
        (call $block16
          (i32.add (i32.add (local.get $s) (i32.mul (local.get $r) (local.get $sp))) (i32.mul (local.get $c) (i32.const 2)))
          (local.get $sp)
          (i32.add (i32.add (local.get $d) (i32.mul (local.get $c) (local.get $dp))) (i32.mul (local.get $r) (i32.const 2)))
          (local.get $dp))
        (local.set $r (i32.add (local.get $r) (i32.const 8)))
        (br $row)))
      (local.set $c (i32.add (local.get $c) (i32.const 8)))
      (br $column)))
    (call $edge16
      (i32.add (local.get $s) (i32.mul (local.get $wholeRows) (local.get $sp))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeRows) (i32.const 2))) (local.get $dp)
      (i32.sub (local.get $rows) (local.get $wholeRows)) (local.get $cols))
    (call $edge16
      (i32.add (local.get $s) (i32.mul (local.get $wholeCols) (i32.const 2))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeCols) (local.get $dp))) (local.get $dp)
      (local.get $wholeRows) (i32.sub (local.get $cols) (local.get $wholeCols))))

  ;; Element by element: the rows and columns that do not fill a block of 32-bit elements.
  (func $edge32 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $from i32) (local $to i32)
    (if (i32.eqz (local.get $rows)) (then (return)))
    (block $done (loop $column
      (br_if $done (i32.eqz (local.get $cols)))
      (local.set $r (local.get $rows))
      (local.set $from (local.get $s))
      (local.set $to (local.get $d))
      (loop $row
        (i32.store (local.get $to) (i32.load (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $sp)))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (br_if $row (local.tee $r (i32.sub (local.get $r) (i32.const 1)))))
      (local.set $s (i32.add (local.get $s) (i32.const 4)))
      (local.set $d (i32.add (local.get $d) (local.get $dp)))
      (local.set $cols (i32.sub (local.get $cols) (i32.const 1)))
      (br $column))))

  ;; One tile of 32-bit elements: whole blocks, then the two edges.
  (func $tile32 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $c i32) (local $wholeRows i32) (local $wholeCols i32)
    (local.set $wholeRows (i32.and (local.get $rows) (i32.const -4)))
    (local.set $wholeCols (i32.and (local.get $cols) (i32.const -4)))
    (block $done (loop $column
      (br_if $done (i32.ge_u (local.get $c) (local.get $wholeCols)))
      (local.set $r (i32.const 0))
      (block $next (loop $row
        (br_if $next (i32.ge_u (local.get $r) (local.get $wholeRows)))
        (call $block32
          (i32.add (i32.add (local.get $s) (i32.mul (local.get $r) (local.get $sp))) (i32.mul (local.get $c) (i32.const 4)))
          (local.get $sp)
          (i32.add (i32.add (local.get $d) (i32.mul (local.get $c) (local.get $dp))) (i32.mul (local.get $r) (i32.const 4)))
          (local.get $dp))
        (local.set $r (i32.add (local.get $r) (i32.const 4)))
        (br $row)))
      (local.set $c (i32.add (local.get $c) (i32.const 4)))
      (br $column)))
    (call $edge32
      (i32.add (local.get $s) (i32.mul (local.get $wholeRows) (local.get $sp))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeRows) (i32.const 4))) (local.get $dp)
      (i32.sub (local.get $rows) (local.get $wholeRows)) (local.get $cols))
    (call $edge32
      (i32.add (local.get $s) (i32.mul (local.get $wholeCols) (i32.const 4))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeCols) (local.get $dp))) (local.get $dp)
      (local.get $wholeRows) (i32.sub (local.get $cols) (local.get $wholeCols))))

  ;; Element by element: the rows and columns that do not fill a block of 64-bit elements.
  (func $edge64 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $from i32) (local $to i32)
    (if (i32.eqz (local.get $rows)) (then (return)))
    (block $done (loop $column
      (br_if $done (i32.eqz (local.get $cols)))
      (local.set $r (local.get $rows))
      (local.set $from (local.get $s))
      (local.set $to (local.get $d))
      (loop $row
        (i64.store (local.get $to) (i64.load (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $sp)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br_if $row (local.tee $r (i32.sub (local.get $r) (i32.const 1)))))
      (local.set $s (i32.add (local.get $s) (i32.const 8)))
      (local.set $d (i32.add (local.get $d) (local.get $dp)))
      (local.set $cols (i32.sub (local.get $cols) (i32.const 1)))
      (br $column))))

  ;; One tile of 64-bit elements: whole blocks, then the two edges.
  (func $tile64 (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32)
    (local $r i32) (local $c i32) (local $wholeRows i32) (local $wholeCols i32)
    (local.set $wholeRows (i32.and (local.get $rows) (i32.const -2)))
    (local.set $wholeCols (i32.and (local.get $cols) (i32.const -2)))
    (block $done (loop $column
      (br_if $done (i32.ge_u (local.get $c) (local.get $wholeCols)))
      (local.set $r (i32.const 0))
      (block $next (loop $row
        (br_if $next (i32.ge_u (local.get $r) (local.get $wholeRows)))
        (call $block64
          (i32.add (i32.add (local.get $s) (i32.mul (local.get $r) (local.get $sp))) (i32.mul (local.get $c) (i32.const 8)))
          (local.get $sp)
          (i32.add (i32.add (local.get $d) (i32.mul (local.get $c) (local.get $dp))) (i32.mul (local.get $r) (i32.const 8)))
          (local.get $dp))
        (local.set $r (i32.add (local.get $r) (i32.const 2)))
        (br $row)))
      (local.set $c (i32.add (local.get $c) (i32.const 2)))
      (br $column)))
    (call $edge64
      (i32.add (local.get $s) (i32.mul (local.get $wholeRows) (local.get $sp))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeRows) (i32.const 8))) (local.get $dp)
      (i32.sub (local.get $rows) (local.get $wholeRows)) (local.get $cols))
    (call $edge64
      (i32.add (local.get $s) (i32.mul (local.get $wholeCols) (i32.const 8))) (local.get $sp)
      (i32.add (local.get $d) (i32.mul (local.get $wholeCols) (local.get $dp))) (local.get $dp)
      (local.get $wholeRows) (i32.sub (local.get $cols) (local.get $wholeCols))))

  ;; The smaller of what is left and the side of a tile.
  (func $step (param $left i32) (result i32)
    (select (local.get $left) (i32.const 256) (i32.lt_u (local.get $left) (i32.const 256))))

  ;; transpose(src, srcPitch, dst, dstPitch, rows, cols, size): element (r, c) at src + r * srcPitch + c * size goes to
  ;; dst + c * dstPitch + r * size. Pitches are in bytes; rows and cols are the source's; size is 1, 2, 4 or 8.
  (func (export "transpose")
    (param $s i32) (param $sp i32) (param $d i32) (param $dp i32) (param $rows i32) (param $cols i32) (param $size i32)
    (local $r i32) (local $c i32) (local $tileRows i32) (local $tileCols i32) (local $from i32) (local $to i32)
    (block $done (loop $column
      (br_if $done (i32.ge_u (local.get $c) (local.get $cols)))
      (local.set $tileCols (call $step (i32.sub (local.get $cols) (local.get $c))))
      (local.set $r (i32.const 0))
      (block $next (loop $row
        (br_if $next (i32.ge_u (local.get $r) (local.get $rows)))
        (local.set $tileRows (call $step (i32.sub (local.get $rows) (local.get $r))))
        (local.set $from (i32.add
          (i32.add (local.get $s) (i32.mul (local.get $r) (local.get $sp))) (i32.mul (local.get $c) (local.get $size))))
        (local.set $to (i32.add
          (i32.add (local.get $d) (i32.mul (local.get $c) (local.get $dp))) (i32.mul (local.get $r) (local.get $size))))
        (if (i32.eq (local.get $size) (i32.const 1)) (then (call $tile8
          (local.get $from) (local.get $sp) (local.get $to) (local.get $dp) (local.get $tileRows) (local.get $tileCols))))
        (if (i32.eq (local.get $size) (i32.const 2)) (then (call $tile16
          (local.get $from) (local.get $sp) (local.get $to) (local.get $dp) (local.get $tileRows) (local.get $tileCols))))
        (if (i32.eq (local.get $size) (i32.const 4)) (then (call $tile32
          (local.get $from) (local.get $sp) (local.get $to) (local.get $dp) (local.get $tileRows) (local.get $tileCols))))
        (if (i32.eq (local.get $size) (i32.const 8)) (then (call $tile64
          (local.get $from) (local.get $sp) (local.get $to) (local.get $dp) (local.get $tileRows) (local.get $tileCols))))
        (local.set $r (i32.add (local.get $r) (local.get $tileRows)))
        (br $row)))
      (local.set $c (i32.add (local.get $c) (local.get $tileCols)))
      (br $column))))
)
