// The data of the API, as it is generated from the Rust core. Named one by one, so that the plumbing beside it (`Core...`,
// converters) is not exported. Not type aliases: those do not bring a type's members along under `MemberImportVisibility`.

@_exported import enum EkycCore.AccessSubject
@_exported import struct EkycCore.Acs3Request
@_exported import struct EkycCore.Acs3Signature
@_exported import struct EkycCore.AttemptEvent
@_exported import struct EkycCore.Attempts
@_exported import struct EkycCore.CallEvent
@_exported import struct EkycCore.CallOptions
@_exported import struct EkycCore.ClientConfig
@_exported import enum EkycCore.Deadline
@_exported import enum EkycCore.DocPage
@_exported import enum EkycCore.DocScanMode
@_exported import enum EkycCore.DocType
@_exported import struct EkycCore.Header
@_exported import struct EkycCore.HttpAnswer
@_exported import enum EkycCore.IdThreshold
@_exported import struct EkycCore.InitializeRequest
@_exported import struct EkycCore.InitializeResponse
@_exported import enum EkycCore.LivenessModel
@_exported import enum EkycCore.Network
@_exported import enum EkycCore.NetworkPhase
@_exported import struct EkycCore.Parameter
@_exported import enum EkycCore.ProcedurePriority
@_exported import enum EkycCore.ProductCode
@_exported import enum EkycCore.Proxy
@_exported import struct EkycCore.QuotaSettings
@_exported import enum EkycCore.Region
@_exported import struct EkycCore.RetrySettings
@_exported import enum EkycCore.SecurityLevel
@_exported import struct EkycCore.ServiceFault
@_exported import struct EkycCore.SignedRequest
@_exported import enum EkycCore.TrustedRoots
@_exported import struct EkycCore.Violation
