/// The readable twin of each kernel: the definition, one element at a time, slow and without pointers.
///
/// Tests hold the kernels against these. Float kernels have twins in float64, exact kernels have exact ones.
package enum Reference {}
