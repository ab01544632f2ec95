extension [Duration] {
    var median: Duration { sorted()[count / 2] }
}
