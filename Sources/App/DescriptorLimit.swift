import Glibc

/// Raises the limit of open files of this process towards `wanted`, as far as the system allows.
///
/// - Returns: the limit in force.
/// - Source: setrlimit(2), RLIMIT_NOFILE.
func raisedDescriptorLimit(to wanted: Int) -> Int {
    let resource = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return wanted }
    let target = min(rlim_t(wanted), limit.rlim_max)
    if limit.rlim_cur < target {
        limit.rlim_cur = target
        // When it fails, the limit stays as it was, which is read again below.
        _ = setrlimit(resource, &limit)
        _ = getrlimit(resource, &limit)
    }
    return Int(clamping: limit.rlim_cur)
}
