package io.github.ekyc.internal

/** Of code that uses what Android's lowest version lacks, and that Android never runs. The build checks all other code against that version. */
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.CLASS, AnnotationTarget.FUNCTION)
internal annotation class NotOnAndroid
